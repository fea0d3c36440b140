import { hash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A wake as it was sent to the queue. */
export interface SentWake {
  readonly recipient: string;
  readonly at: number;
  readonly delaySeconds: number;
}

/** A mail as it was published. */
export type PublishedMail = Readonly<Record<'TopicArn' | 'Subject' | 'Message', string | null>>;

/** The services of AWS that the notifier uses, besides DynamoDB. */
export class NotifierAws {
  /** The values of the parameters, by name. */
  readonly parameters = new Map<string, string>();
  /** Whether SSM refuses to read them. */
  isDenied = false;
  wakes: SentWake[] = [];
  mails: PublishedMail[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const { status, body } = this.#respond(request, await text(request));
      response.writeHead(status, { 'x-amzn-requestid': 'request' }).end(body);
    });
  }

  static async start(): Promise<NotifierAws> {
    const aws = new NotifierAws();
    await once(aws.#server.listen(0, '127.0.0.1'), 'listening');
    return aws;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`; // it listens on TCP
  }

  stop(): void {
    this.#server.close().closeAllConnections();
  }

  #respond({ headers }: IncomingMessage, body: string): { status: number; body: string } {
    const target = String(headers['x-amz-target']);
    if (target === 'AmazonSSM.GetParametersByPath') return this.#readParameters();
    if (target === 'AmazonSQS.SendMessage') return this.#send(JSON.parse(body));
    return this.#publish(new URLSearchParams(body));
  }

  #readParameters() {
    if (this.isDenied) return { status: 400, body: '{"__type": "AccessDeniedException", "message": "no"}' };
    const Parameters = [...this.parameters].map(([Name, Value]) => ({ Name, Value }));
    return { status: 200, body: JSON.stringify({ Parameters }) };
  }

  #send({ MessageBody, DelaySeconds }: { MessageBody: string; DelaySeconds: number }) {
    this.wakes.push({ ...JSON.parse(MessageBody), delaySeconds: DelaySeconds });
    return { status: 200, body: JSON.stringify({ MessageId: '1', MD5OfMessageBody: hash('md5', MessageBody) }) };
  }

  #publish(form: URLSearchParams) {
    this.mails.push({ TopicArn: form.get('TopicArn'), Subject: form.get('Subject'), Message: form.get('Message') });
    const result = '<PublishResult><MessageId>1</MessageId></PublishResult>';
    return { status: 200, body: `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${result}</PublishResponse>` }; // biome-ignore format: a line
  }
}
