import { triggerTests } from './trigger-tests.mts';

// The engine that keeps its cursors itself.
triggerTests({
  name: 'durable',
  settings: {
    N8N_SCHEDULER_ENABLED: 'true',
    N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
    N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
    N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
  },
  keepsCursors: true,
});
