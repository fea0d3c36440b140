// @smithy/core/serde, but for one parser: lib/functions/bundling.ts puts this in its place. That one brings every way to write a date, and
// is there for a header `retry-after`, which has the date of HTTP: `Tue, 03 Nov 2026 10:00:00 GMT`.
export * from '../../node_modules/@smithy/core/dist-es/submodules/serde/index.js';

/** Reads a date as HTTP writes it; an invalid `Date` where it is none. */
export const parseRfc7231DateTime = (text) => new Date(text);
