import { useEffect, useState } from 'preact/hooks';
import { localDay } from '../../local-day.ts';
import { type CsvFile, readCsv } from '../../read-csv.ts';
import { activityRequest, requestKey } from '../../requests.ts';
import type { View } from '../../view.ts';
import { useBoard } from '../use-board.ts';
import { type ActivityResponse, appsOf } from './use-activity.ts';

const DAY_MS = 86_400_000;
/** The time (ms) after which the browser may forget the content of a file: it reads it at the click. */
const FORGET_MS = 60_000;

/** The button that saves the whole list as a file; while it reads, it ends that. */
export function CsvButton({ response }: { response: ActivityResponse | undefined }) {
  const { view, token } = useBoard().state;
  const [notice, setNotice] = useState('');
  const [running, setRunning] = useState<AbortController | null>(null);
  useEffect(() => () => running?.abort(), [running]);
  const hasRows = appsOf(response).length > 0 || view.cursor !== '' || response?.body.cursor != null;
  const download = async () => {
    const controller = new AbortController();
    setRunning(controller);
    const now = response?.now ?? Date.now();
    const onPage = (page: number) => setNotice(`Reading page ${page}…`);
    setNotice(await saveList(view, now, { token: token ?? '', signal: controller.signal, onPage }));
    setRunning(null);
  };
  return (
    <span class="csv">
      <button type="button" disabled={!hasRows} onClick={() => (running === null ? download() : running.abort())}>
        {running === null ? 'Download CSV' : 'Stop the download'}
      </button>
      <span role="status">{notice}</span>
    </span>
  );
}

type SaveOptions = Pick<Parameters<typeof readCsv>[1], 'token' | 'signal' | 'onPage'>;

/** Reads the list of a view and saves it; returns what became of it. */
async function saveList(view: View, now: number, options: SaveOptions): Promise<string> {
  const path = requestKey(activityRequest({ ...view, cursor: '' }, 100));
  try {
    const file = await readCsv(path, { ...options, url: new URL('.', location.href).href.slice(0, -1) });
    return save(file, fileName(view, now));
  } catch (error) {
    if (options.signal.aborted) return 'Stopped: nothing is saved';
    return `Nothing is saved: ${error instanceof TypeError ? 'the receiver is not responding' : (error as Error).message}`;
  }
}

/** The name of the list and its days. */
function fileName({ list, day }: View, now: number): string {
  return `${list}-${day || `${localDay(now - DAY_MS)}-to-${localDay(now)}`}.csv`;
}

/** Hands a file to the browser. */
function save(file: CsvFile, name: string): string {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([...file.pages], { type: 'text/csv' }));
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), FORGET_MS);
  const saved = `Saved as ${name}`;
  return file.isComplete ? saved : `${saved}, which ends after ${file.pages.length} pages: there are older rows`;
}
