// The mark: a gate, seen from outside, with the light on inside. favicon.svg is the same drawing.
export function LogoMark({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
      <path d="M4 28V14a12 12 0 0 1 24 0v14h-6V14.6a6 6 0 0 0-12 0V28z" fill="#8fd0c8" />
      <path d="M12.6 28V14.9a3.4 3.4 0 0 1 6.8 0V28z" fill="#f0a35e" />
    </svg>
  );
}
