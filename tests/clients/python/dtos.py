"""The operations of the hosts, as Python references describe them.

The client finds the members of an answer by their Python names or in camelCase. A host that spells them in PascalCase is
read by members of those very names, so the DTOs are made for a spelling.
"""

import datetime
from dataclasses import field, make_dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import Dict, List, Optional

from dataclasses_json import LetterCase, dataclass_json
from servicestack import IGet, IPost, IPut, IReturn, IReturnVoid, snakecase

ECHOED = {
    "Byte": int, "Short": int, "Int": int, "Long": int, "Float": float, "Double": float, "Decimal": Decimal, "String": str,
    "DateTime": datetime.datetime, "TimeSpan": datetime.timedelta, "DateTimeOffset": datetime.datetime, "Guid": str,
    "Char": str, "List": List[str], "Map": Dict[str, int], "Bytes": bytes, "Bool": bool, "NDate": datetime.datetime,
}
COUPON = {"Id": int, "Code": str, "CouponType": int, "ExpirationDate": datetime.datetime, "CouponStatus": int, "ActivateId": str}
SERIES = {"Type": int, "Prefix": str, "CodeFrom": int, "CodeTo": int, "CodeLength": int, "ExpDate": str, "Data": str}


def for_style(style):
    """The DTOs for a host of this style."""
    modern = style == "modern"

    def dto(name, *bases, **members):
        spelled = {snakecase(member) if modern else member: Optional[kind] for member, kind in members.items()}
        cls = make_dataclass(name, [(member, kind, field(default=None)) for member, kind in spelled.items()], bases=bases)
        return dataclass_json(letter_case=LetterCase.CAMEL)(cls) if modern else dataclass_json(cls)

    error = dto("ResponseError", ErrorCode=str, FieldName=str, Message=str)
    status = dto("ResponseStatus", ErrorCode=str, Message=str, Errors=List[error], Meta=Dict[str, str])
    hello = dto("HelloResponse", Result=str)
    inner = dto("Inner", Id=int, Name=str, Deep=dto("Deep", Color=str))
    data = dto("CouponData", Prods=List[dto("CouponProd", ProdId=str, SCount=Decimal)])
    coupon = dto("Coupon", **COUPON, Data=data)
    activated = dto("ActivateCouponResponse", Result=coupon)
    coupons = dto("GetCouponsByStatusResponse", Coupon=List[coupon])
    added = dto("AddCouponsResponse", Inserted=int, Omitted=int)
    return SimpleNamespace(
        ErrorResponse=dto("ErrorResponse", ResponseStatus=status),
        Hello=dto("Hello", IReturn[hello], IPost, Name=str),
        GetOnly=dto("GetOnly", IReturn[hello], IGet, Name=str),
        EchoTypes=dto("EchoTypes", IReturn["EchoTypes"], IPost, **ECHOED),
        ThrowType=dto("ThrowType", IReturn[hello], IPost, Type=str, Message=str),
        ThrowValidation=dto("ThrowValidation", IReturn[hello], IPost, Age=int, Required=str, Email=str),
        OneErr=dto("OneErr", IReturn[hello], IGet, Name=str),
        NoResp=dto("NoResp", IReturnVoid, IPost, A=int),
        StrReq=dto("StrReq", IReturn[str], IPost, V=str),
        IntReq=dto("IntReq", IReturn[int], IGet),
        BytesReq=dto("BytesReq", IReturn[bytes], IGet),
        ListReq=dto("ListReq", IReturn[List[inner]], IGet),
        DictReq=dto("DictReq", IReturn[Dict[str, inner]], IGet),
        CreatedReq=dto("CreatedReq", IReturn[hello], IPost),
        StatusReq=dto("StatusReq", IReturn[hello], IPost, Code=int),
        AdminReq=dto("AdminReq", IReturn[hello], IGet),
        Unknown=dto("Unknown", IReturn[hello], IPost),
        User=dto("AuthenticateResponse", UserName=str, DisplayName=str, BearerToken=str),
        ActivateCoupon=dto("ActivateCoupon", IReturn[activated], IPut, CouponType=int, Prefix=str, ActivateId=str),
        GetCouponsByStatus=dto("GetCouponsByStatus", IReturn[coupons], IGet, Status=int),
        HelloResponse=hello,
        AddCoupons=dto("AddCoupons", IReturn[added], IPost, **SERIES),
    )


def member(answer, name):
    """A member by its PascalCase name, however the DTO spells it."""
    return getattr(answer, name) if hasattr(answer, name) else getattr(answer, snakecase(name), None)


def members():
    """The operations of tests/clients/hosts/members."""

    def dto(name, /, *bases, **members):
        cls = make_dataclass(name, [(member, Optional[kind], field(default=None)) for member, kind in members.items()], bases=bases)
        return dataclass_json(letter_case=LetterCase.CAMEL)(cls)

    hello = dto("HelloResponse", result=str)
    names = ["Secured", "TestAuth", "ForManagers", "ForAdmins", "ByKey", "GetOnly", "Unknown"]
    return SimpleNamespace(
        Hello=dto("Hello", IReturn[hello], IPost, name=str),
        Join=dto("Join", IReturn[hello], IPost, name=str, age=int, email=str, code=str),
        **{name: dto(name, IReturn[hello], IPost) for name in names},
    )
