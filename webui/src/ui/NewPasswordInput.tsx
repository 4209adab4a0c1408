import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useId } from 'react';

import classes from './NewPasswordInput.module.css';
import { passwordStrength, type Strength } from './passwordStrength';
import { words } from './words';

interface NewPasswordInputProps extends Omit<PasswordInputProps, 'value' | 'onChange'> {
  value: string;
  onValue: (value: string) => void;
  known: readonly string[];
}

export function NewPasswordInput({ value, onValue, known, ...rest }: NewPasswordInputProps) {
  const id = useId();
  const strength = passwordStrength(value, known);
  return (
    <div>
      <PasswordInput
        {...rest}
        {...showPassword}
        required
        autoComplete="new-password"
        value={value}
        onChange={(event) => onValue(event.currentTarget.value)}
        aria-describedby={id}
      />
      <div className={classes.meter} aria-hidden="true">
        {[1, 2, 3, 4].map((step) => (
          <span key={step} className={value !== '' && step <= Math.max(1, strength.level) ? colour(strength) : undefined} />
        ))}
      </div>
      <p id={id} className={classes.words} aria-live="polite">
        {value === '' ? words.password.help : verdict(strength)}
      </p>
    </div>
  );
}

export const showPassword: Partial<PasswordInputProps> = {
  visibilityToggleButtonProps: { 'aria-label': words.password.show, tabIndex: 0 },
};

function colour({ level }: Strength): string | undefined {
  if (level <= 1) return classes.weak;
  return level === 2 ? classes.fair : classes.good;
}

function verdict({ level, missing }: Strength): string {
  if (level === 0) return words.password.tooShort(missing);
  return [words.password.weak, words.password.fair, words.password.good, words.password.strong][level - 1] ?? '';
}
