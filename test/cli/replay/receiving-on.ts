import { ReceiverUnderTest } from '../../local/use-receiver.ts';

/** Does something while a receiver runs on a folder. */
export async function receivingOn<T>(dataDir: string, work: (receiver: ReceiverUnderTest) => Promise<T>): Promise<T> {
  const receiver = new ReceiverUnderTest();
  await receiver.start(dataDir);
  try {
    return await work(receiver);
  } finally {
    await receiver.close();
  }
}
