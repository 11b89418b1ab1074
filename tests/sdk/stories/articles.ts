// What both stories send. The first text has characters of two UTF-16 code units.
export const BAND = {
  outlet: { domain: "harbourpost.example", name: "Harbour Post" },
  url: "https://harbourpost.example/news/band",
  published_at: "2026-03-14T09:30:00Z",
  text:
    "🎺🎺 The town band is back. “We will play every evening until the pier is paid for,” Mayor " +
    "Ada Lindqvist said on Monday. 🎉 “Nobody should have to pay twice for the same pier,” she added.",
};

export const BERG = {
  outlet: { domain: "coastwire.example", name: "Coast Wire" },
  text:
    "“We will play every evening until the pier is paid for,” Mayor Ada Lindqvist told reporters. " +
    "“I have never seen such a pier,” said Tomas Berg, an engineer.",
};

export const ASKED = "🎺 We will play each evening until the pier is paid for";

// JSON Lines: the second has no outlet.
export const LINES = [BERG, { text: BERG.text }].map((line) => `${JSON.stringify(line)}\n`).join("");
