import { Alert, Button, FileButton, Group, Text, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconFileUpload } from '@tabler/icons-react';
import { type ClipboardEvent, type DragEvent, useState } from 'react';

import classes from './TableInput.module.css';
import { words } from './words';

export const MOST_BYTES = 2_000_000;

const LONG_PASTE = 5000;

interface TableInputProps {
  label: string;
  description: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
  // What is wrong with it as a whole.
  error: string | null;
  // How many lines there are, in words.
  counted: string | undefined;
}

// A list or table that is typed, pasted, dropped in or chosen as a file.
export function TableInput({ label, description, placeholder, value: text, onChange, error, counted }: TableInputProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const read = async (file: File | null | undefined) => {
    if (!file) return;
    if (file.size > MOST_BYTES) return setProblem(words.file.tooLarge);
    const content = new TextDecoder('utf-8', { fatal: true });
    try {
      const decoded = content.decode(await file.arrayBuffer());
      if (decoded.includes('\0')) return setProblem(words.file.notText);
      setProblem(null);
      onChange(decoded);
    } catch {
      setProblem(words.file.notText);
    }
  };
  const change = (value: string) => {
    setProblem(value.length > MOST_BYTES ? words.file.tooLarge : null);
    if (value.length <= MOST_BYTES) onChange(value);
  };
  const drop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    void read(file);
  };
  // Browsers take long over thousands of lines that are pasted into a box.
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const pasted = event.clipboardData.getData('text/plain');
    if (pasted.length < LONG_PASTE) return;
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    change(value.slice(0, selectionStart) + pasted + value.slice(selectionEnd));
  };
  return (
    <>
      {(problem ?? error) && (
        <Alert color="red" role="alert" icon={<IconAlertTriangle size={20} />}>
          {problem ?? error}
        </Alert>
      )}
      <Textarea
        label={label}
        description={description}
        placeholder={placeholder}
        rows={12}
        classNames={{ input: classes.list ?? '' }}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        onDragOver={(event) => event.preventDefault()}
        onDrop={drop}
        onPaste={paste}
      />
      <Group justify="space-between">
        <FileButton accept=".csv,.txt,text/csv,text/plain" onChange={(file) => void read(file)}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFileUpload size={18} aria-hidden />}>
              {words.file.choose}
            </Button>
          )}
        </FileButton>
        <Text c="var(--quiet)" aria-live="polite">
          {counted}
        </Text>
      </Group>
    </>
  );
}
