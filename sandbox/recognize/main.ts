import { listen } from '../http/listen'
import { readSettings } from '../settings'
import { runStandIn } from '../stand-in'
import { recognizeApi, type Recognize } from './api'
import { recognizeControl } from './control'
import { Faults } from './faults'
import { Journal } from './journal'
import { ApiKeys } from './keys'
import { Operations } from './operations'
import { People } from './people'
import { Sdk } from './sdk'

await runStandIn(async () => {
  const { port, controlPort, statesType, apiKey } = readSettings(process.env).recognize
  const recognize: Recognize = {
    people: new People(statesType),
    operations: new Operations(apiKey),
    faults: new Faults(),
    journal: new Journal(),
    keys: new ApiKeys(apiKey),
  }
  const apiPort = await listen(recognizeApi(recognize), port)
  const sdk = new Sdk(recognize.people, recognize.operations)
  const chosenControlPort = await listen(recognizeControl({ ...recognize, sdk }), controlPort)
  return {
    url: `http://localhost:${apiPort}`,
    control: `http://localhost:${chosenControlPort}`,
  }
})
