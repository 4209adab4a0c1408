import { type ChangeEvent, useState } from 'react';

import { fieldErrors } from './FormError';

// What a text or a choice of a form needs: what is in it, and what `error`, why the form was refused, says of the field `name`.
export function useField(name: string, error: unknown, initial = '') {
  const [value, setValue] = useState(initial);
  return {
    value,
    error: fieldErrors(error)[name],
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) => setValue(event.currentTarget.value),
  };
}
