"""Files of a bank, made from the standard: one statement of one account."""

from datetime import date
from xml.sax.saxutils import escape

#: from this version on the state of a line and the name of a party stand one step deeper
DEEPER = "08"


def status_of(version, code):
    return f"<Sts><Cd>{code}</Cd></Sts>" if version >= DEEPER else f"<Sts>{code}</Sts>"


def party(version, name):
    inner = f"<Nm>{escape(name)}</Nm>"
    return f"<Pty>{inner}</Pty>" if version >= DEEPER else inner


def transaction(version, cents, name="", words="", reference=""):
    side, role = ("CRDT", "Dbtr") if cents > 0 else ("DBIT", "Cdtr")
    amount = f'<Amt Ccy="EUR">{abs(cents) / 100:.2f}</Amt>'
    money = (
        f"<AmtDtls><TxAmt>{amount}</TxAmt></AmtDtls>" if version == "02" else f"{amount}<CdtDbtInd>{side}</CdtDbtInd>"
    )
    refs = f"<Refs>{f'<AcctSvcrRef>{reference}</AcctSvcrRef>' if reference else ''}<EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
    related = f"<RltdPties><{role}>{party(version, name)}</{role}></RltdPties>" if name else ""
    remittance = f"<RmtInf><Ustrd>{escape(words)}</Ustrd></RmtInf>" if words else ""
    return f"<TxDtls>{refs}{money}{related}{remittance}</TxDtls>"


def entry(
    version, cents, *, on=date(2026, 11, 20), reference="", name="", words="", parts=(), reversal=False, status="BOOK"
):
    side = "CRDT" if cents > 0 else "DBIT"
    details = "".join(parts) or transaction(version, cents, name, words)
    flag = "<RvslInd>true</RvslInd>" if reversal else ""
    own = f"<AcctSvcrRef>{reference}</AcctSvcrRef>" if reference else ""
    return (
        f'<Ntry><Amt Ccy="EUR">{abs(cents) / 100:.2f}</Amt><CdtDbtInd>{side}</CdtDbtInd>{flag}'
        f"{status_of(version, status)}<BookgDt><Dt>{on}</Dt></BookgDt>{own}"
        f"<BkTxCd/><NtryDtls>{details}</NtryDtls></Ntry>"
    )


def balance(code, cents, on):
    side = "CRDT" if cents >= 0 else "DBIT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{abs(cents) / 100:.2f}</Amt><CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>{on}</Dt></Dt></Bal>'
    )


def camt(
    version="08", entries=(), *, opening=None, closing=None, on=date(2026, 11, 20), iban="FR7630006000011234567890189"
):
    balances = (balance("OPBD", opening, on) if opening is not None else "") + (
        balance("CLBD", closing, on) if closing is not None else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId>'
        f"<CreDtTm>{on}T06:00:00</CreDtTm></GrpHdr><Stmt><Id>1</Id><Acct><Id><IBAN>{iban}</IBAN></Id></Acct>"
        f"{balances}{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    ).encode()
