import { describe, expect, test } from '@jest/globals';
import { traceTo } from './trace.ts';

describe('the program log', () => {
  const written = (say: (trace: ReturnType<typeof traceTo>) => void): string => {
    const lines: string[] = [];
    say(traceTo('debug', { write: (line) => void lines.push(line) }));
    return lines.join('');
  };

  test('[SEC-33] of an error it says kind, code and place, and not the message, which may quote a value', () => {
    const error = Object.assign(new Error('Key (email)=(secret@example.com) already exists'), { code: '23505' });
    const line = written((trace) => trace.error('turn-failed', { portal: 'p', error }));
    expect(JSON.parse(line)).toMatchObject({
      level: 50,
      portal: 'p',
      event: 'turn-failed',
      error: { kind: 'Error', code: '23505' },
    });
    expect(line).toContain('trace.test.ts');
    expect(line).not.toContain('secret');
  });

  test('[SEC-33] what was thrown and is no error leaves its type alone', () => {
    expect(JSON.parse(written((trace) => trace.warn('scene-failed', { error: 'secret' })))).toMatchObject({
      error: { kind: 'string' },
    });
  });
});
