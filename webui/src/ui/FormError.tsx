import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';

import { ApiError, messageFor } from '../api/problem';

// Why a form was refused. Not shown for what stands at a field already.
export function FormError({ error }: { error: unknown }) {
  if (!error || Object.keys(fieldErrors(error)).length > 0) return null;
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle size={20} />}>
      {messageFor(error)}
    </Alert>
  );
}

export function fieldErrors(error: unknown): Readonly<Record<string, string>> {
  return error instanceof ApiError ? error.fields : {};
}
