import { outcomeCodes } from '../recorder/sample.ts';
import { Connection, type ConnectionOwner, type ConnectionShared } from './adapters/connection.ts';
import type { AnswerReader } from './answer-reader.ts';

/** What the users of one calibration share. */
export type CalibrationScope = {
  readonly connections: ConnectionShared;
  readonly reader: AnswerReader;
  readonly request: Buffer;
  /** Told of each whole reply's round trip, in microseconds. */
  readonly onRoundTrip: (micros: number) => void;
  /** Told once the connection is open. */
  readonly onOpened: () => void;
  /** Told when the connection is lost, or a reply is not the echo's. */
  readonly onFault: (error: Error) => void;
};

/** One user in a closed loop without a pause, on the connection, scanner and reader that a run's users have. */
export class CalibrationUser implements ConnectionOwner {
  /** Whether a reply is followed by the next request. */
  goesOn = true;
  private readonly scope: CalibrationScope;
  private readonly connection: Connection;
  private sentMicros = 0;

  constructor(scope: CalibrationScope) {
    this.scope = scope;
    this.connection = new Connection(scope.connections, this);
  }

  get isConnected(): boolean {
    return this.connection.isReady;
  }

  connect(): void {
    this.connection.open();
  }

  send(): void {
    this.sentMicros = this.scope.connections.clock.nowMicros();
    this.connection.send(this.scope.request, this.sentMicros);
  }

  close(): void {
    this.goesOn = false;
    this.connection.close();
  }

  opened(): void {
    this.scope.onOpened();
  }

  replied(atMicros: number): void {
    const { scope } = this;
    const roundTrip = atMicros - this.sentMicros;
    if (scope.reader.judge(this.connection.scanner, 0) !== outcomeCodes.hit) {
      scope.onFault(new Error('The echo answered something else'));
      return;
    }
    scope.onRoundTrip(roundTrip);
    if (this.goesOn) this.send();
  }

  failed(kind: string): void {
    this.scope.onFault(new Error(`The connection to the echo was lost: ${kind}`));
  }

  idleClosed(): void {
    if (this.goesOn) this.scope.onFault(new Error('The echo closed the connection'));
  }
}
