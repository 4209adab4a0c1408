import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, type FormEvent, type KeyboardEvent } from 'react';

import { BarButton } from './BarButton';
import { BACKSPACE, press, type } from './keys';
import type { RemoteScreen } from './RemoteScreen';
import { difference } from './typedText';
import classes from './viewer.module.css';
import { words } from './words';

// Keys of this field that go to the machine as they are, with their keysyms.
const PASSED: Readonly<Record<string, number>> = {
  Enter: 0xff0d,
  Delete: 0xffff,
  ArrowLeft: 0xff51,
  ArrowUp: 0xff52,
  ArrowRight: 0xff53,
  ArrowDown: 0xff54,
  Home: 0xff50,
  End: 0xff57,
  PageUp: 0xff55,
  PageDown: 0xff56,
};

// A field whose text is typed at the machine. A canvas gets neither composed characters nor an on-screen keyboard.
export function TypingField({ screen, onClose }: { screen: RemoteScreen; onClose(): void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  // What the machine has been typed of the text in the field.
  const typed = useRef('');

  useEffect(() => field.current?.focus(), []);

  const startOver = () => {
    typed.current = '';
    if (field.current) field.current.value = '';
  };

  const follow = (text: string) => {
    const { deleted, added } = difference(typed.current, text);
    for (let n = 0; n < deleted; n++) press(screen, [BACKSPACE]);
    type(screen, added);
    typed.current = text;
  };

  const onInput = (event: FormEvent<HTMLTextAreaElement>) => {
    // A word that is still being composed waits, except on touch screens: their keyboards compose every word.
    const isComposing = (event.nativeEvent as InputEvent).isComposing;
    if (isComposing && !window.matchMedia('(pointer: coarse)').matches) return;
    follow(event.currentTarget.value);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
      return;
    }
    const isBackspace = event.key === 'Backspace' && event.currentTarget.value === '';
    const keysym = isBackspace ? BACKSPACE.keysym : PASSED[event.key];
    if (keysym === undefined) return;
    event.preventDefault();
    startOver();
    screen.sendKey(keysym, event.code || null);
  };

  return (
    <div className={classes.typing}>
      <textarea
        ref={field}
        rows={1}
        maxLength={2000}
        autoCapitalize="off"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        aria-label={words.typeAt}
        placeholder={words.typeHere}
        onInput={onInput}
        onCompositionEnd={(event) => follow(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <BarButton label={words.closeField} icon={<IconX size={20} />} onClick={onClose} />
    </div>
  );
}
