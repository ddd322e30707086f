import type { InboxEntry, Outcome } from 'genkan';
import { useTranslation } from 'react-i18next';
import issuesInJapanese from './locales/issues.ja.json' with { type: 'json' };

export type Refused = Exclude<Outcome, { status: 'applied' }>;

/** A refusal, or what the inbox keeps of one. */
type Told = Refused | Pick<InboxEntry, 'status' | 'code' | 'message' | 'issues'>;

/** Why an edit was not applied, in the reader's language: in English the server's own sentence. */
export function useRefusalSentence(): (refused: Told) => string {
  const { t, i18n } = useTranslation('ui');
  return (refused) => {
    if (refused.status === 'unknown') return t('noAnswer');
    const english = i18n.language === 'en';
    const issues = 'issues' in refused ? refused.issues : [];
    if (issues.length > 0)
      return issues.map(({ message }) => (english ? message : issueInJapanese(message))).join(english ? ' ' : '');
    const code = 'code' in refused && refused.status !== 'conflict' ? refused.code : 'conflict';
    return english ? refused.message : t(`refusals.${code}`, { defaultValue: refused.message });
  };
}

/** What is wrong with a value, by its English sentence with `#` for the number in it. */
export function issueInJapanese(message: string): string {
  const sentences: Readonly<Record<string, string>> = issuesInJapanese;
  if (Object.hasOwn(sentences, message)) return sentences[message] ?? message;
  const [number = ''] = /\d[\d,]*/.exec(message) ?? [];
  return sentences[message.replace(number, '#')]?.replace('#', number) ?? message;
}
