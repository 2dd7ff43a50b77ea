/** Names of the document in the spelling of the graph. */
import { describe, expect, it } from '@jest/globals';
import { fieldName, isName, lowerCamel, pascal, suggestion, upperSnake } from '../../../src/generate/names.ts';

describe('names', () => {
  it.each([
    ['merchant_reference', 'merchantReference'],
    ['PGToken', 'pgToken'],
    ['SSN', 'ssn'],
    ['URL', 'url'],
    ['OrgPGID', 'orgPGID'],
    ['messageURL', 'messageURL'],
    ['Suspended', 'suspended'],
    ['X-Request-ID', 'xRequestID'],
    ['_id', 'id'],
    ['first name.of person', 'firstNameOfPerson'],
    ['ID3', 'id3'],
    ['', ''],
    ['---', ''],
  ])('%s is the field %s', (text, name) => expect(lowerCamel(text)).toBe(name));

  it.each([
    ['getAccountClaims', 'accountClaims'],
    ['SetAccountScores', 'setAccountScores'],
    ['getURLs', 'urls'],
    ['getIDsOfPets', 'idsOfPets'],
    ['getUSState', 'usState'],
    ['get', 'get'],
    ['getaway', 'getaway'],
    ['get_loan', 'loan'],
    ['get-loan-by-id', 'loanById'],
    ['GetLoan', 'getLoan'],
    ['listPets', 'listPets'],
  ])('the operation %s is the field %s', (id, name) => expect(fieldName(id)).toBe(name));

  it.each([
    ['no answer', 'NO_ANSWER'],
    ['notLoaded', 'NOT_LOADED'],
    ['natural', 'NATURAL'],
    ['HTTPError', 'HTTP_ERROR'],
    ['IPv4', 'IPV4'],
    ['event.claim.created', 'EVENT_CLAIM_CREATED'],
    ['CLAIM_SOLD', 'CLAIM_SOLD'],
    ['utf8Text', 'UTF8_TEXT'],
  ])('the value %s is %s', (value, name) => expect(upperSnake(value)).toBe(name));

  it.each([
    ['create_account', 'CreateAccount'],
    ['PGToken', 'PGToken'],
    ['foo.bar-baz', 'FooBarBaz'],
  ])('the component %s is the type %s', (text, name) => expect(pascal(text)).toBe(name));

  it('knows what GraphQL takes for a name', () => {
    expect(['a', '_a', 'A1', 'a_b'].every(isName)).toBe(true);
    expect(['', '1a', '__a', 'a-b', 'ä', 'a b', 'a\n'].some(isName)).toBe(false);
  });

  it('proposes a name wherever there is none', () => {
    for (const text of ['', '1', '@', 'größe', '$ref', '日本', '2fa', '__proto__', 'a b']) expect(isName(suggestion(text, 'field'))).toBe(true);
  });
});
