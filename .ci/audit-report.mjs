// Prints a report of npm audit (on stdin) of a lockfile, a line per package, and sets the exit code as .ci/audit describes.
import { readFileSync } from 'node:fs';

const lockfile = process.argv[2];
let report = {};
try {
  report = JSON.parse(readFileSync(0, 'utf8'));
} catch {} // it is reported below

const counts = report.metadata?.vulnerabilities;
if (counts === undefined) {
  const reason = report.message ?? report.error?.summary ?? 'npm audit printed nothing';
  console.error(
    `${lockfile}: received no audit (${reason}), expected one. Vulnerabilities are unknown; try again later.`,
  );
  process.exit(2);
}
for (const { name, severity, via } of Object.values(report.vulnerabilities)) {
  console.log(`${severity}  ${name}  ${via.map((cause) => cause.title ?? cause).join('; ')}`);
}
console.log(
  `${lockfile}: ${counts.total} packages with known vulnerabilities, of ${report.metadata.dependencies.total}`,
);
process.exit(counts.total === 0 ? 0 : 1);
