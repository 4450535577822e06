import { serveArchive } from '@trailhound/archive';

serveArchive();
