import { useState } from 'react';
import type { FieldCard, Value } from 'genkan';
import { choicesOf, inputType, shown, typed } from './field-input.ts';

type Props = {
  readonly card: FieldCard;
  readonly value: Value;
  readonly editable: boolean;
  readonly pending: boolean;
  readonly onSave: (value: Value) => void;
};

/** A value, and its input while it is being edited. Another person's change shows at once unless one is typing. */
export function FieldCell({ card, value, editable, pending, onSave }: Props) {
  const [editing, setEditing] = useState(false);
  if (!editable) return <span>{shown(value)}</span>;
  if (!editing) {
    return (
      <button className="value" aria-busy={pending} aria-label={`Edit ${card.label}`} onClick={() => setEditing(true)}>
        {shown(value) || '\u00a0'}
      </button>
    );
  }
  const done = (text: string) => {
    setEditing(false);
    if (text !== shown(value)) onSave(typed(card, text));
  };
  return <FieldInput card={card} text={shown(value)} onDone={done} onCancel={() => setEditing(false)} />;
}

type InputProps = {
  readonly card: FieldCard;
  readonly text: string;
  readonly onDone: (text: string) => void;
  readonly onCancel: () => void;
};

function FieldInput({ card, text, onDone, onCancel }: InputProps) {
  const choices = choicesOf(card);
  if (choices) {
    return (
      <select
        aria-label={card.label}
        autoFocus
        defaultValue={text}
        onChange={(event) => onDone(event.target.value)}
        onBlur={onCancel}
      >
        <option value="" />
        {choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    );
  }
  return (
    <input
      aria-label={card.label}
      autoFocus
      type={inputType(card)}
      step="any"
      defaultValue={text}
      onBlur={(event) => onDone(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') onCancel();
      }}
    />
  );
}
