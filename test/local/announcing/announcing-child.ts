import { Recorder } from '../../../lambda/table/recorder.ts';
import { Table } from '../../../lambda/table/table.ts';
import { readSettings } from '../../../lib/settings/read-settings.ts';
import { AnnouncementWriter } from '../../../local/announcing/announcement-writer.ts';
import { LocalAnnouncer } from '../../../local/announcing/local-announcer.ts';
import { connect, startDatabase } from '../../../local/database/database.ts';
import { STREAMS_TABLE } from '../../../local/database/embedded-tables.ts';
import { buildEvent } from '../../table/event.builder.ts';
import { hookOf, type StreamSteps } from './stream-steps.ts';

// The database and the announcer of a receiver on DATA_DIR. Records the hooks of each stream one after the other, from its
// step in STEPS on, up to LAST_STEP, and prints a line for each one that is recorded: "STREAM STEP". Then it stops as a receiver does.
const { DATA_DIR = '', STEPS = '[]', LAST_STEP } = process.env;
const steps: StreamSteps = JSON.parse(STEPS);

const database = await startDatabase(DATA_DIR);
const writer = new AnnouncementWriter(DATA_DIR);
const announcer = new LocalAnnouncer({ journal: () => database.journal, writer, onError: console.error });
announcer.start();
const client = connect(database);
const table = new Table(client, STREAMS_TABLE);
const recorder = new Recorder(readSettings({}));

await Promise.all(
  steps.map(async (first, stream) => {
    for (let step = first; step < Number(LAST_STEP); step++) {
      await recorder.record(table, buildEvent(hookOf(stream, step), 'LiveApp', Date.now()));
      process.stdout.write(`${stream} ${step}\n`);
    }
  }),
);
await announcer.stop();
client.destroy();
await database.close();
