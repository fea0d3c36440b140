import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest in suites that run several at a time. A name without a file has no effect. */
const slowFiles = ['browser/states.test.ts', 'browser/streams-page.test.ts', 'browser/missing.test.ts'];

/** Starts slow files first, so that none is left at the end: vitest starts large ones first until it has measured them. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification) => slowFiles.some((name) => moduleId.endsWith(`/test/${name}`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}
