// noVNC ships no types. What this viewer uses, the parts that are not its public API (docs/API.md) marked so; noVNC is
// pinned to one version because of them.
declare module '@novnc/novnc' {
  export interface RfbEvents {
    connect: CustomEvent<object>;
    disconnect: CustomEvent<{ clean: boolean }>;
    clipboard: CustomEvent<{ text: string }>;
    bell: CustomEvent<object>;
    clippingviewport: CustomEvent<boolean>;
    credentialsrequired: CustomEvent<object>;
  }

  export default class RFB {
    constructor(target: HTMLElement, channel: object, options?: { shared?: boolean });

    viewOnly: boolean;
    clipViewport: boolean;
    dragViewport: boolean;
    readonly clippingViewport: boolean;
    scaleViewport: boolean;
    resizeSession: boolean;
    showDotCursor: boolean;
    background: string;
    qualityLevel: number;
    compressionLevel: number;

    addEventListener<Name extends keyof RfbEvents>(name: Name, listener: (event: RfbEvents[Name]) => void): void;
    disconnect(): void;
    focus(options?: FocusOptions): void;
    sendKey(keysym: number, code: string | null, down?: boolean): void;
    clipboardPasteFrom(text: string): void;
    toBlob(callback: (blob: Blob | null) => void, type?: string): void;

    // Not public.
    protected static readonly messages: {
      fbUpdateRequest(sock: object, incremental: boolean, x: number, y: number, width: number, height: number): void;
    };
    protected _sendEncodings(): void;
    protected _handleMouseButton(x: number, y: number, mask: number): void;
    protected _handleServerFenceMsg(): boolean;
    protected _handleMessage(): void;
    protected _framebufferUpdate(): boolean;
    protected _handleDataRect(): boolean;
    protected _handleExtendedDesktopSize(): boolean;
    protected _resize(width: number, height: number): void;
    protected readonly _FBU: { encoding: number; x: number; y: number; width: number; height: number };
    protected readonly _fbWidth: number;
    protected readonly _fbHeight: number;
    protected readonly _decoders: Record<number, object>;
    protected readonly _display: { pending(): boolean; flush(): Promise<void> };
    protected _flushing: boolean;
    // `rQwait` says whether fewer bytes are there, and then goes `goBack` bytes back.
    protected readonly _sock: { rQwait(what: string, bytes: number, goBack?: number): boolean; rQpeek8(): number };
    protected readonly _keyboard: { _allKeysUp(): void };
    protected readonly _canvas: HTMLCanvasElement;
  }
}
