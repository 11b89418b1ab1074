// The same story with @hey-api/openapi-ts.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { client } from "../client/client.gen.js";
import {
  createArticle,
  createIngestJob,
  getIngestJob,
  getQuote,
  listIngestJobItems,
  listQuotes,
  matchQuotes,
  type Problem,
  type Quote,
  type QuotePage,
} from "../client/index.js";
import { ASKED, BAND, BERG, LINES } from "./articles.js";

const [baseUrl, key] = process.argv.slice(2);
assert(baseUrl && key, "the arguments are the address of the server and a key");
client.setConfig({ baseUrl, auth: () => key });
const utf16 = { query: { offset_unit: "utf16" } } as const;

// Post: offsets are UTF-16 code units, as those of a string here.
const stored = await createArticle({ ...utf16, body: BAND, throwOnError: true });
const article = stored.data;
assert.equal(stored.response.status, 201);
const slices = article.quotations.map((quotation) =>
  quotation.spans.map(({ start, end }) => BAND.text.slice(start, end)).join(" "),
);
assert.deepEqual(slices, article.quotations.map((quotation) => quotation.text));
const again = await createArticle({ body: BAND, throwOnError: true });
assert.equal(again.response.status, 200);
await createArticle({ body: BERG, throwOnError: true });

// Search, a page at a time.
const found: Quote[] = [];
let pages = 0;
let cursor: string | null = null;
do {
  const query = { q: "pier", sort: "oldest", limit: 2, ...(cursor !== null && { cursor }) } as const;
  const page: QuotePage = (await listQuotes({ query, throwOnError: true })).data;
  found.push(...page.items);
  pages += 1;
  cursor = page.next_cursor;
} while (cursor !== null);

// Match: was this said?
const matches = await matchQuotes({ ...utf16, body: { text: ASKED }, throwOnError: true });
const match = matches.data.items[0];
const printed = match?.alignment[0]?.printed;
assert(match && printed);
assert.equal(ASKED.slice(printed.start, printed.end), printed.text);
const quote = await getQuote({ path: { quote_id: match.quote.id }, throwOnError: true });

// Many articles at once, as a job.
let job = (await createIngestJob({ body: new Blob([LINES]), throwOnError: true })).data;
const path = { job_id: job.id };
while (job.finished_at === null) {
  await sleep(100);
  job = (await getIngestJob({ path, throwOnError: true })).data;
}
const failed = await listIngestJobItems({ path, query: { state: "failed" }, throwOnError: true });

// Errors are typed problems.
const missing = { quote_id: "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01" };
const notFound: Problem | undefined = (await getQuote({ path: missing })).error;
const invalid: Problem | undefined = (await createArticle({ body: { ...BAND, text: "" } })).error;
const noKey: Problem | undefined = (await listQuotes({ auth: "none" })).error;
assert(notFound && invalid?.errors && noKey);

console.log(
  JSON.stringify({
    speakers: article.quotations.map((quotation) => quotation.speaker?.name ?? null),
    slices,
    pages,
    found: found.map((item) => item.text),
    match: match.match,
    changed: printed.text,
    outlets: quote.data.occurrences.map((occurrence) => occurrence.article.outlet.domain),
    lines: [job.items.known, job.items.failed],
    failed: failed.data.items.map((item) => [item.line, item.error?.pointer]),
    problems: [notFound, invalid, noKey].map((problem) => [problem.status, problem.type]),
    pointer: invalid.errors[0]?.pointer,
  }),
);
