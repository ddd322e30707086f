/** Child processes pinned to a core, and the processor time they used. */
import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const serverCore = '0';
export const clientCore = '1';
const ticksPerSecond = 100;

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (typeof address !== 'object' || !address) throw new Error('No port.');
  return address.port;
}

/** Starts a module on a core and waits for its first message. BENCH_PROFILE names a folder for CPU profiles of servers. */
export async function startPinned<T>(
  core: string,
  file: string,
  env: Record<string, string>,
): Promise<{ child: ChildProcess; told: T }> {
  const folder = process.env['BENCH_PROFILE'];
  const profile = folder && core === serverCore ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
  const child = fork(file, [], {
    execPath: '/usr/bin/env',
    execArgv: ['taskset', '-c', core, process.execPath, '--no-warnings', '--experimental-transform-types', ...profile],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const told = await new Promise<T>((ready, failed) => {
    child.once('message', (message) => ready(message as T));
    child.once('exit', (code) => failed(new Error(`${file} ended with ${code}`)));
  });
  return { child, told };
}

export async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

function ticks(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return [11, 12, 13, 14].reduce((sum, n) => sum + Number(fields[n] ?? 0), 0); // utime, stime and those of ended children
  } catch {
    return 0;
  }
}

const parentOf = (pid: string) => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] ?? 0);

/** Processor seconds of a process and its living and ended children so far (a PostgreSQL cluster is such a family). */
export function processorSeconds(pid: number): number {
  const children = readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && parentOf(name) === pid;
    } catch {
      return false;
    }
  });
  return (ticks(pid) + children.reduce((sum, child) => sum + ticks(Number(child)), 0)) / ticksPerSecond;
}

export type Cluster = {
  url: string;
  port: number;
  pid: number;
  createDatabase: (name: string) => string;
  stop: () => void;
};

/** A PostgreSQL cluster of the bench's own, on the server's core, durable as in production. */
export async function startCluster(): Promise<Cluster> {
  const binaries = join('/usr/lib/postgresql', readdirSync('/usr/lib/postgresql').toSorted().at(-1) ?? '', 'bin');
  const folder = mkdtempSync(join(tmpdir(), 'genkan-bench-'));
  const port = await freePort();
  const asPostgres = (command: string) => {
    const done = spawnSync('su', ['postgres', '-s', '/bin/sh', '-c', command], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`${command}: ${done.stderr}`);
  };
  spawnSync('chown', ['postgres', folder]);
  asPostgres(`${binaries}/initdb -D ${folder}/db -U root -A trust -E UTF8 --locale=C.UTF-8`);
  const settings = `-p ${port} -h 127.0.0.1 -k ${folder} -c shared_buffers=512MB -c max_wal_size=4GB -c max_connections=200`;
  asPostgres(`taskset -c ${serverCore} ${binaries}/pg_ctl -D ${folder}/db -w -l ${folder}/log -o "${settings}" start`);
  const pid = Number(readFileSync(`${folder}/db/postmaster.pid`, 'utf8').split('\n')[0]);
  return {
    url: `postgres://root@127.0.0.1:${port}/postgres`,
    port,
    pid,
    createDatabase: (name) => {
      asPostgres(`${binaries}/createdb -h 127.0.0.1 -p ${port} -U root ${name}`);
      return `postgres://root@127.0.0.1:${port}/${name}`;
    },
    stop: () => {
      asPostgres(`${binaries}/pg_ctl -D ${folder}/db -m immediate stop`);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type PgbenchResult = { clients: number; transactionsPerSecond: number };

/** Best of 1, 8 and 32 clients of "move the head row, insert a log row of 300 bytes, insert a receipt", prepared. */
export async function pgbench(cluster: Cluster, seconds: number): Promise<PgbenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'genkan-pgbench-'));
  const { writeFileSync } = await import('node:fs');
  const sql = (text: string) => spawnSync('psql', ['-q', cluster.url, '-c', text]);
  sql(
    'DROP TABLE IF EXISTS b_head, b_log, b_receipt; CREATE TABLE b_head (id int PRIMARY KEY, head bigint) WITH (fillfactor = 50); INSERT INTO b_head VALUES (1, 0); CREATE TABLE b_log (id bigserial PRIMARY KEY, body text); CREATE TABLE b_receipt (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), outcome text)',
  );
  writeFileSync(
    join(folder, 'turn.sql'),
    `BEGIN;\nUPDATE b_head SET head = head + 1 WHERE id = 1;\nINSERT INTO b_log (body) VALUES (repeat('x', 300));\nINSERT INTO b_receipt (outcome) VALUES ('applied');\nCOMMIT;\n`,
  );
  const results: PgbenchResult[] = [];
  for (const clients of [1, 8, 32]) {
    const child = spawn('taskset', [
      '-c',
      clientCore,
      'pgbench',
      '-n',
      '-M',
      'prepared',
      '-c',
      String(clients),
      '-j',
      '1',
      '-T',
      String(seconds),
      '-f',
      join(folder, 'turn.sql'),
      cluster.url,
    ]);
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    await new Promise((done) => child.once('close', done));
    results.push({ clients, transactionsPerSecond: Number(/tps = ([\d.]+)/.exec(output)?.[1] ?? 0) });
  }
  rmSync(folder, { recursive: true });
  return (
    results.toSorted((a, b) => b.transactionsPerSecond - a.transactionsPerSecond)[0] ?? {
      clients: 0,
      transactionsPerSecond: 0,
    }
  );
}
