import { NativeSelect } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';

import { Card } from '../../ui/Card';
import { Form } from '../../ui/Form';
import { oneOf } from '../../ui/oneOf';
import { TableInput } from '../../ui/TableInput';
import { words as common } from '../../ui/words';
import { type Line, MOST_LINES, parseTable } from './parse';
import type { Existing } from './useImport';
import { words } from './words';

interface ImportFormProps {
  back: string;
  onProceed: (lines: Line[], existing: Existing) => void;
}

export function ImportForm({ back, onProceed }: ImportFormProps) {
  const [text, setText] = useState('');
  const [existing, setExisting] = useState<Existing>('keep');
  const settled = useDeferredValue(text);
  const lines = useMemo(() => parseTable(settled), [settled]);
  const tooMany = lines.length > MOST_LINES ? common.file.tooMany(lines.length) : null;
  const submit = () => {
    const now = parseTable(text);
    if (now.length > 0 && now.length <= MOST_LINES) onProceed(now, existing);
  };
  return (
    <Card>
      <Form label={words.import.proceed} disabled={lines.length === 0 || tooMany !== null} onSubmit={submit} back={back}>
        <TableInput
          label={words.import.table}
          description={words.import.tableHelp}
          placeholder={words.import.example}
          value={text}
          onChange={setText}
          error={tooMany}
          counted={lines.length > 0 ? words.import.counted(lines.length) : undefined}
        />
        <NativeSelect
          label={words.import.existing}
          data={words.import.existingChoices}
          value={existing}
          onChange={(event) => setExisting(oneOf<Existing>(['keep', 'change'], event.currentTarget.value, 'keep'))}
        />
      </Form>
    </Card>
  );
}
