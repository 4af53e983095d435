/** Which messenger's interface has own messages in this colour. */
export interface ChatColour {
  readonly app: string;
  readonly theme: 'light' | 'dark';
  /** The ground of one's own messages, red green blue. */
  readonly own: readonly [number, number, number];
}

/**
 * Colours of the default themes, as the apps show them in 2024 to 2026 (read from their own public screenshots by eye, or
 * from their published brand colours). A user can change most of them; a forger can copy all.
 */
export const chatColours: readonly ChatColour[] = [
  { app: 'WhatsApp', theme: 'light', own: [217, 253, 211] },
  { app: 'WhatsApp', theme: 'light', own: [220, 248, 198] },
  { app: 'WhatsApp', theme: 'dark', own: [0, 92, 75] },
  { app: 'Telegram', theme: 'light', own: [239, 253, 222] },
  { app: 'Telegram', theme: 'dark', own: [43, 82, 120] },
  { app: 'Telegram', theme: 'dark', own: [118, 106, 200] },
  { app: 'WeChat', theme: 'light', own: [149, 236, 105] },
  { app: 'WeChat', theme: 'dark', own: [62, 181, 117] },
  { app: 'LINE', theme: 'light', own: [141, 224, 85] },
  { app: 'LINE', theme: 'light', own: [133, 226, 73] },
  { app: 'KakaoTalk', theme: 'light', own: [254, 229, 0] },
  { app: 'KakaoTalk', theme: 'light', own: [255, 235, 51] },
  { app: 'Zalo', theme: 'light', own: [210, 241, 255] },
  { app: 'Zalo', theme: 'light', own: [229, 239, 255] },
  { app: 'Messenger', theme: 'light', own: [0, 132, 255] },
  { app: 'iMessage', theme: 'light', own: [0, 122, 255] },
  { app: 'Apple SMS', theme: 'light', own: [52, 199, 89] },
  { app: 'Signal', theme: 'light', own: [44, 107, 237] },
];
