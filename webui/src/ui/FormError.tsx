import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';

import { ApiError, messageFor } from '../api/problem';
import { focusUnlessElsewhere } from './focusUnlessElsewhere';

// Why a form was refused; to be put into it. Not shown for what stands at a field already. The keyboard's place is at what
// is to be mended.
export function FormError({ error }: { error: unknown }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (error) focusUnlessElsewhere(place.current?.closest('form')?.querySelector('[aria-invalid="true"], [role="alert"]'));
  }, [error]);
  const isShown = error && Object.keys(fieldErrors(error)).length === 0;
  return (
    <>
      <span ref={place} hidden />
      {isShown && (
        <Alert color="red" role="alert" tabIndex={-1} icon={<IconAlertTriangle size={20} />}>
          {messageFor(error)}
        </Alert>
      )}
    </>
  );
}

export function fieldErrors(error: unknown): Readonly<Record<string, string>> {
  return error instanceof ApiError ? error.fields : {};
}
