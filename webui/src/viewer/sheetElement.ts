// Stands where xterm.js would put a <style> element, which the content security policy refuses (scripts/xterm-styles.ts):
// its text is a style sheet of the page as long as it is in there.
class SheetElement extends HTMLElement {
  private readonly styles = new CSSStyleSheet();

  override get textContent(): string {
    return '';
  }

  override set textContent(css: string | null) {
    this.styles.replaceSync(css ?? '');
  }

  connectedCallback(): void {
    this.hidden = true;
    document.adoptedStyleSheets.push(this.styles);
  }

  disconnectedCallback(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== this.styles);
  }
}

customElements.define('gatehouse-sheet', SheetElement);
