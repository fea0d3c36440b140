/** The list over all streams is not there, since the setting `byDay` is off: the response is 404. */
export class NotListed extends Error {
  constructor() {
    super(
      'the setting byDay is off, so that nothing is listed over all streams by time: set it to true in settings.json',
    );
  }
}
