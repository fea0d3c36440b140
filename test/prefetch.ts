import { findLambdaNode } from './deploy/lambda-node.ts';
import { installPythonProgram } from './deploy/python.ts';

/** Fetches the software of later suites while an earlier one runs. What fails here is fetched again, and reported, by the suite. */
await installPythonProgram('python').catch(() => undefined);
await installPythonProgram('schemathesis', `${import.meta.dirname}/api/requirements.txt`).catch(() => undefined);
await findLambdaNode().catch(() => undefined);
