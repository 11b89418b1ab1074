// A whole story with openapi-typescript and openapi-fetch: post, search, page, match, job, error.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "../api.js";
import { ASKED, BAND, BERG, LINES } from "./articles.js";

type Problem = components["schemas"]["Problem"];
type Quote = components["schemas"]["Quote"];

const [baseUrl, key] = process.argv.slice(2);
assert(baseUrl && key, "the arguments are the address of the server and a key");
const api = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${key}` } });
const utf16 = { params: { query: { offset_unit: "utf16" } } } as const;

function got<T>(answer: { data?: T; error?: Problem }): T {
  if (answer.error !== undefined) throw new Error(`${answer.error.type}: ${answer.error.detail}`);
  assert(answer.data !== undefined);
  return answer.data;
}

// Post: offsets are UTF-16 code units, as those of a string here.
const article = got(await api.POST("/v1/articles", { ...utf16, body: BAND }));
const slices = article.quotations.map((quotation) =>
  quotation.spans.map(({ start, end }) => BAND.text.slice(start, end)).join(" "),
);
assert.deepEqual(slices, article.quotations.map((quotation) => quotation.text));
const again = await api.POST("/v1/articles", { body: BAND });
assert.equal(again.response.status, 200);
got(await api.POST("/v1/articles", { body: BERG }));

// Search, a page at a time.
const found: Quote[] = [];
let pages = 0;
let cursor: string | null = null;
do {
  const query = { q: "pier", sort: "oldest", limit: 2, ...(cursor !== null && { cursor }) } as const;
  const page: components["schemas"]["QuotePage"] = got(
    await api.GET("/v1/quotes", { params: { query } }),
  );
  found.push(...page.items);
  pages += 1;
  cursor = page.next_cursor;
} while (cursor !== null);

// Match: was this said?
const matches = got(await api.POST("/v1/quotes/match", { ...utf16, body: { text: ASKED } }));
const match = matches.items[0];
const printed = match?.alignment[0]?.printed;
assert(match && printed);
assert.equal(ASKED.slice(printed.start, printed.end), printed.text);
const quote = got(
  await api.GET("/v1/quotes/{quote_id}", { params: { path: { quote_id: match.quote.id } } }),
);

// Many articles at once, as a job.
const sent = got(
  await api.POST("/v1/ingest-jobs", {
    headers: { "Content-Type": "application/x-ndjson" },
    body: LINES,
    bodySerializer: (body) => body,
  }),
);
let job = sent;
while (job.finished_at === null) {
  await sleep(100);
  job = got(
    await api.GET("/v1/ingest-jobs/{job_id}", { params: { path: { job_id: sent.id } } }),
  );
}
const failed = got(
  await api.GET("/v1/ingest-jobs/{job_id}/items", {
    params: { path: { job_id: job.id }, query: { state: "failed" } },
  }),
);

// Errors are typed problems.
const missing = { path: { quote_id: "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01" } };
const notFound = await api.GET("/v1/quotes/{quote_id}", { params: missing });
const invalid = await api.POST("/v1/articles", { body: { ...BAND, text: "" } });
const noKey = await createClient<paths>({ baseUrl }).GET("/v1/quotes");
assert(notFound.error && invalid.error?.errors && noKey.error);

console.log(
  JSON.stringify({
    speakers: article.quotations.map((quotation) => quotation.speaker?.name ?? null),
    slices,
    pages,
    found: found.map((item) => item.text),
    match: match.match,
    changed: printed.text,
    outlets: quote.occurrences.map((occurrence) => occurrence.article.outlet.domain),
    lines: [job.items.known, job.items.failed],
    failed: failed.items.map((item) => [item.line, item.error?.pointer]),
    problems: [notFound.error, invalid.error, noKey.error].map((problem) => [problem.status, problem.type]),
    pointer: invalid.error.errors[0]?.pointer,
  }),
);
