import { triggerTests } from './trigger-tests.mts';

// The engine that n8n has always had.
triggerTests({ name: 'legacy', settings: {}, keepsCursors: false });
