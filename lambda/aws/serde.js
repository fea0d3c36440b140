// @smithy/core/serde with a smaller date parser: lib/functions/bundling.ts replaces the module by this one. The SDK's parser reads
// every format of a date; it is only used for the header `retry-after`, which has HTTP's: `Tue, 03 Nov 2026 10:00:00 GMT`.
export * from '../../node_modules/@smithy/core/dist-es/submodules/serde/index.js';

/** Parses a date of HTTP; an invalid `Date` for anything else. */
export const parseRfc7231DateTime = (text) => new Date(text);
