/** The world as a command sees it. */
export interface Terminal {
  env: NodeJS.ProcessEnv;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  /** Resolves when the process is asked to end. */
  ended: Promise<void>;
  /** Which streams a person sees on a terminal; absent: none. */
  watched?: { stdout: boolean; stderr: boolean };
}
