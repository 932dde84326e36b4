import { expect, test } from 'vitest';
import { answerTo } from '../../lab/agents/load/ident-host.ts';

const sockets = [{ localPort: 40_000, remotePort: 3306 }];

test.each([
  ['40000, 3306', '40000, 3306 : USERID : UNIX : app\r\n'],
  ['40000,3306\r', '40000, 3306 : USERID : UNIX : app\r\n'],
  ['3306, 40000', '3306, 40000 : ERROR : NO-USER\r\n'],
  ['40000, 70000', '0, 0 : ERROR : INVALID-PORT\r\n'],
  ['GET / HTTP/1.0', '0, 0 : ERROR : INVALID-PORT\r\n'],
  ['', '0, 0 : ERROR : INVALID-PORT\r\n'],
])('ident answers only for the connection between two ports: %j', (request, answer) => {
  expect(answerTo(request, sockets)).toBe(answer);
});
