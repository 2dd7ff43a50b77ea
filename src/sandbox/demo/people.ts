/**
 * Invented people and companies in three countries. Surnames, towns and phone numbers exist nowhere:
 * the names say "example" or "test", the numbers stand in ranges that are not given out, the mail
 * addresses end in example.com.
 */
import type { Random } from '../random.ts';
import type { Debtor } from '../receeve/state.ts';

export interface Person {
  debtorReference: string;
  /** `Sanne Voorbeeldstra` or the company's name. */
  name: string;
  gender: 'M' | 'F' | 'U';
  email: string;
  phone: string;
  language: 'NL' | 'DE';
  country: 'NL' | 'DE' | 'BE';
  debtor: Debtor;
}

const first = {
  M: ['Daan', 'Bram', 'Lars', 'Jonas', 'Emil', 'Milan', 'Wout', 'Felix', 'Noor-Jan', 'Lukas'],
  F: ['Sanne', 'Eline', 'Femke', 'Greta', 'Lotte', 'Marie', 'Anouk', 'Heike', 'Saar', 'Jule'],
};
const last = {
  NL: ['Voorbeeldstra', 'van der Proef', 'Testema', 'Fictiefsma', 'de Oefening'],
  DE: ['Beispielmann', 'Mustermann-Test', 'Fiktivsen', 'Probstfall', 'Übungsberg'],
  BE: ['Voorbeeldaert', 'van Testegem', 'Proefmans', 'Exemplaire', 'Fictieghem'],
};
const company = {
  NL: ['Fietsenmaker Voorbeeld B.V.', 'Bakkerij De Proef B.V.', 'Testhuis Wonen B.V.'],
  DE: ['Muster Elektro GmbH', 'Beispiel Bau GmbH', 'Probe & Söhne GmbH'],
  BE: ['Voorbeeld Textiel BV', 'Exemple Traiteur SRL', 'Proefbier BV'],
};
const town = { NL: ['Proefdam', 'Voorbeeldhoven'], DE: ['Musterstadt', 'Beispielhausen'], BE: ['Testegem', 'Voorbeeldbeke'] };
const street = { NL: 'Voorbeeldstraat', DE: 'Musterstraße', BE: 'Proefstraat' };
/** Not given out: 06 0, the range for films, and an empty one. */
const phone = { NL: '+316000', DE: '+491713920', BE: '+324000' };

export function createPerson(random: Random, n: number): Person {
  const country = random.pick(['NL', 'NL', 'NL', 'DE', 'DE', 'BE'] as const);
  // The first is the one that people try first.
  const isCompany = random.next() < 0.15 && n > 1;
  const gender = isCompany ? ('U' as const) : random.pick(['M', 'F'] as const);
  const debtorReference = `DEB-${String(n).padStart(4, '0')}`;
  const firstName = gender === 'U' ? '' : random.pick(first[gender]);
  const lastName = random.pick(last[country]);
  const name = isCompany ? random.pick(company[country]) : `${firstName} ${lastName}`;
  const number = `${phone[country]}${String(n).padStart(country === 'DE' ? 3 : 5, '0')}`;
  const email = `${debtorReference.toLowerCase()}@example.com`;
  const names = isCompany
    ? { type: 'legal', companyName: name }
    : { type: 'natural', firstName, lastName, gender, birthday: `${random.integer(1950, 2003)}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}` };
  return {
    debtorReference,
    name,
    gender,
    email,
    phone: number,
    language: country === 'DE' ? 'DE' : 'NL',
    country,
    debtor: {
      ...names,
      debtorReference,
      ...(n % 25 === 0 && { SSN: `000-00-${String(n).padStart(4, '0')}` }),
      contactInformation: {
        country,
        city: random.pick(town[country]),
        postalCode: { NL: `0${random.integer(100, 999)} AB`, DE: `05${random.integer(100, 999)}`, BE: String(random.integer(9993, 9999)) }[country],
        addressLine1: `${street[country]} ${random.integer(1, 220)}`,
        mobileNumber: number,
        email,
        ...(n % 10 === 0 && { additionalContactInformation: [{ email: `billing+${debtorReference.toLowerCase()}@example.com` }] }),
      },
    },
  };
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
