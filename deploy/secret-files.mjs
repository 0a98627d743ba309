export { SECRET_FILES } from '../server/secret-files.mjs'
