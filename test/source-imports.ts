import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dirname, normalize } from 'node:path/posix';
import { root } from './exec.ts';

/** An import of a file of the source. */
export interface Import {
  readonly from: string;
  /** A file, from the root, or the name of a package. */
  readonly to: string;
  readonly isPackage: boolean;
  /** Whether nothing of it is left when it runs. */
  readonly isType: boolean;
}

/** The peers of the benchmarks have packages of their own. */
const PEERS = 'bench/peers/';
const IMPORT = /^(?:import|export)( type)?\b[^;'`]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;

/** Reads the files of some folders by their paths from the root. */
export function readSource(folders: readonly string[]): Map<string, string> {
  const files = execFileSync('git', ['ls-files', '--', ...folders], { cwd: root, encoding: 'utf8' }).split('\n');
  const sources = files.filter((file) => /\.(tsx?|js)$/.test(file) && !file.startsWith(PEERS));
  return new Map(sources.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

/** Returns the imports of a file; exports from another file are imports too. */
export function importsOf(from: string, text: string): Import[] {
  return [...text.matchAll(IMPORT)].map(([, type, ...names]) => {
    const name = names.find((each) => each !== undefined) ?? '';
    const path = name.startsWith('.') ? normalize(`${dirname(from)}/${name}`) : `node_modules/${name}`;
    const isPackage = path.startsWith('node_modules/');
    return { from, to: isPackage ? packageOf(path) : path, isPackage, isType: type !== undefined };
  });
}

function packageOf(path: string): string {
  const [, first = '', second = ''] = path.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** Returns a circle in a graph; undefined where it has none. */
export function findCircle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of graph.get(node) ?? []) {
      const circle = visit(next, [...path, node]);
      if (circle !== undefined) return circle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const circle = visit(node, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
