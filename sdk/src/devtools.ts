import type { Ability } from './ability.ts';
import { cells, followed, mayDo, unanswered } from './devtools/facts.ts';
import { look } from './devtools/look.ts';
import { button, lines, make } from './devtools/make.ts';
import type { EventLog, LogEvent } from './event-log.ts';
import type { InboxEntry } from './inbox.ts';
import type { Observable } from './observable.ts';
import type { Status } from './status.ts';

/** What the panel looks at: any client. */
export type Watched = {
  readonly status: Observable<Status>;
  readonly ability: Pick<Ability, 'card' | 'onChange'>;
  readonly events: Pick<EventLog, 'recent' | 'subscribe' | 'export'>;
  readonly inbox: Observable<readonly InboxEntry[]>;
};
export type Devtools = {
  /** Takes the panel away. */
  close(): void;
};

const columns = ['Time', 'Way', 'Kind', 'Bytes', 'ms', 'What'];
const mostRows = 200;

/**
 * A panel at the corner of the page: where the client stands, what its member may do, what is followed and waits, and
 * everything that comes and goes. It shows outlines only: ids, names and codes, and no value of any field.
 */
export function mountDevtools(client: Watched, into: Element = document.body): Devtools {
  const panel = new Panel(client);
  into.append(panel.host);
  return { close: () => panel.close() };
}

class Panel {
  readonly host = make('div', { 'data-genkan-devtools': '' });
  readonly #client: Watched;
  readonly #section = make('section', { id: 'panel', 'aria-label': 'Genkan', tabindex: '0', hidden: '' });
  readonly #toggle = button('Genkan', () => this.#open(this.#section.hidden !== false), {
    'aria-expanded': 'false',
    'aria-controls': 'panel',
  });
  readonly #pause = button('Pause', () => this.#pauseOrGoOn(), { 'aria-pressed': 'false' });
  readonly #filter = make('input', { type: 'search', id: 'filter' });
  readonly #facts = make('div');
  readonly #log = make('div');
  readonly #stops: (() => void)[];
  #held: readonly LogEvent[] | null = null;
  #frame = 0;

  constructor(client: Watched) {
    this.#client = client;
    const root = this.host.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [look()];
    const label = make('label', { for: 'filter' }, 'Filter');
    const form = make(
      'form',
      {},
      label,
      this.#filter,
      this.#pause,
      button('Export', () => this.#export()),
    );
    form.addEventListener('submit', (event) => event.preventDefault());
    this.#filter.addEventListener('input', () => this.#draw());
    this.#section.append(this.#facts, form, this.#log);
    root.append(this.#section, this.#toggle);
    root.addEventListener('keydown', (event) => {
      if (event instanceof KeyboardEvent && event.key === 'Escape') this.#open(false);
    });
    const soon = (): void => this.#soon();
    const { status, inbox, ability, events } = client;
    this.#stops = [status.subscribe(soon), inbox.subscribe(soon), ability.onChange(soon), events.subscribe(soon)];
  }

  close(): void {
    for (const stop of this.#stops) stop();
    cancelAnimationFrame(this.#frame);
    this.host.remove();
  }

  #open(open: boolean): void {
    this.#section.hidden = !open;
    this.#toggle.setAttribute('aria-expanded', String(open));
    if (open) this.#draw();
    (open ? this.#section : this.#toggle).focus();
  }

  #pauseOrGoOn(): void {
    this.#held = this.#held ? null : this.#client.events.recent();
    this.#pause.setAttribute('aria-pressed', String(this.#held !== null));
    this.#draw();
  }

  /** Once a frame at most, and not while nobody looks. */
  #soon(): void {
    if (this.#frame !== 0 || this.#section.hidden) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const { status, ability, events, inbox } = this.#client;
    const recent = events.recent();
    const { state, pendingWrites, rttMs } = status.get();
    const round = rttMs === undefined ? '' : `, ${Math.round(rttMs)} ms to the server and back`;
    const refused = inbox.get().map(({ name, code, message }) => `${name} ${code}: ${message}`);
    const parts: readonly (readonly [string, HTMLElement])[] = [
      ['Status', make('p', {}, `${state}, ${pendingWrites} writes pending${round}`)],
      ['Ability', lines(mayDo(ability), 'Nothing is known yet.')],
      ['Followed', lines(followed(recent), 'No list is open.')],
      ['Pending', lines(unanswered(recent), 'Everything is answered.')],
      ['Inbox', lines(refused, 'Nothing was refused late.')],
    ];
    this.#facts.replaceChildren(...parts.flatMap(([title, part]) => [make('h2', {}, title), part]));
    this.#log.replaceChildren(this.#table(this.#held ?? recent));
  }

  #table(events: readonly LogEvent[]): HTMLTableElement {
    const wanted = this.#filter.value.toLowerCase();
    const rows = events.map(cells).filter((row) => row.join(' ').toLowerCase().includes(wanted));
    const heads = columns.map((name) => make('th', { scope: 'col' }, name));
    const body = rows.slice(-mostRows).reverse();
    return make(
      'table',
      {},
      make('caption', {}, `${rows.length} events, newest first`),
      make('thead', {}, make('tr', {}, ...heads)),
      make('tbody', {}, ...body.map((row) => make('tr', {}, ...row.map((text) => make('td', {}, text))))),
    );
  }

  #export(): void {
    const href = URL.createObjectURL(new Blob([this.#client.events.export()], { type: 'application/jsonl' }));
    make('a', { href, download: 'genkan-events.jsonl' }).click();
    URL.revokeObjectURL(href);
  }
}
