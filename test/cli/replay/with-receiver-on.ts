import { ReceiverUnderTest } from '../../local/use-receiver.ts';

/** Runs a receiver on a folder while `use` runs. */
export async function withReceiverOn<T>(dataDir: string, use: (receiver: ReceiverUnderTest) => Promise<T>): Promise<T> {
  const receiver = new ReceiverUnderTest();
  await receiver.start(dataDir);
  try {
    return await use(receiver);
  } finally {
    await receiver.close();
  }
}
