// Shows the contract of the server that sent this page. No other host is asked for anything.
fetch("openapi.json")
  .then((response) => response.json())
  .then((spec) => {
    const root = new URL(".", location.href).pathname.replace(/\/$/, "");
    SwaggerUIBundle({
      spec: { ...spec, servers: [{ url: root || "/" }] },
      dom_id: "#swagger-ui",
      deepLinking: true,
      validatorUrl: null,
    });
  });
