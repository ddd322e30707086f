type Attributes = Readonly<Record<string, string>>;

/** An element with attributes and what stands in it; texts are texts, never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...inside: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

export function button(text: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = make('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', act);
  return made;
}

/** A list of lines, or a word for none. */
export const lines = (texts: readonly string[], none: string): HTMLElement =>
  texts.length === 0 ? make('p', {}, none) : make('ul', {}, ...texts.map((text) => make('li', {}, text)));
