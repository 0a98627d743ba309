import type { Device } from './device'
import type { DeviceList } from './list'

/** The devices of a list whose removal isn't under way: what somebody who asks “could I still get in?” can count on. */
export function stayingDevices({
  devices,
  pending,
}: Pick<DeviceList, 'devices' | 'pending'>): Device[] {
  const leaving = new Set(pending.map(({ deviceId }) => deviceId))
  return devices.filter(({ id }) => !leaving.has(id))
}
