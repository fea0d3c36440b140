import { ReceiverUnderTest } from '../../local/use-receiver.ts';

/** Does something while a receiver runs on a folder. */
export async function withReceiverOn<T>(dataDir: string, use: (receiver: ReceiverUnderTest) => Promise<T>): Promise<T> {
  const receiver = new ReceiverUnderTest();
  await receiver.start(dataDir);
  try {
    return await use(receiver);
  } finally {
    await receiver.close();
  }
}
