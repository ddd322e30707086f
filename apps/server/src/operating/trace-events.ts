/** Everything the program log can tell: a closed list of names, each with what it means (docs/OPERATORS.md prints it). */
export const traceEvents = {
  serving: 'The server answers at `url`; `promise` says what an acknowledged change survives.',
  closing: 'The process was asked to end.',
  closed: 'Everything under way was answered; `duration` is how long that took.',
  'closing-failed': 'Closing did not come to its end; the process ends with 1.',
  'not-ready': '`/health/ready` began to refuse; `code` says why: database, migrations, behind or closing.',
  'ready-again': '`/health/ready` answers again.',
  'turn-failed':
    'A turn of a portal could not be stored or decided; its commands were refused as `unavailable` or `internal`.',
  'log-unreadable': 'The log could not be read; `count` times since it was told last. What clients see may be old.',
  'sessions-unreadable': 'The ended sessions could not be read; `count` times since it was told last.',
  'deliveries-unwritten': 'Who was sent what could not be written down; it is tried again.',
  'connection-broke': 'A connection to the database or to Redis broke; it is opened again.',
  'window-failed': 'A live list was closed by a defect; report it with this line. Its client asks again by itself.',
  'presence-unjudged': 'Who is present at a record could not be judged; nobody is told of it.',
  'session-failed': 'A session was closed by a defect; the client comes back.',
  'handshake-failed': 'A handshake met an error and was told to come again.',
  'request-failed': 'An HTTP request was answered `internal` under the id in `request`.',
  'message-failed': 'A socket message was answered `internal` under the id in `request`.',
  'import-failed': 'An import ended before its last row.',
  'due-undone': 'Drafts, deadlines or old receipts could not be looked after; it is tried again within a minute.',
  'slow-frames': 'Socket.IO is not built as expected: frames leave by its own, slower way.',
  'framework-warned': 'The framework warned.',
  'framework-failed': 'The framework met an error.',
  'scene-failed': 'A scene of the live demo failed.',
} as const;
export type TraceEvent = keyof typeof traceEvents;
