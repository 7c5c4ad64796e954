// The operations of the hosts, in the shape that TypeScript references have.

// An operation named `name`, sent with `verb` where the caller does not choose one.
export function operation(name, verb = 'POST', response = () => ({})) {
  return class {
    constructor(members) { Object.assign(this, members); }
    getTypeName() { return name; }
    getMethod() { return verb; }
    createResponse() { return response(); }
  };
}

export const Hello = operation('Hello');
export const GetOnly = operation('GetOnly', 'GET');
export const EchoTypes = operation('EchoTypes');
export const ThrowType = operation('ThrowType');
export const ThrowValidation = operation('ThrowValidation');
export const OneErr = operation('OneErr');
export const NoResp = operation('NoResp', 'POST', () => undefined);
export const HelloReturnVoid = operation('HelloReturnVoid', 'POST', () => undefined);
export const NullReq = operation('NullReq');
export const StrReq = operation('StrReq', 'POST', () => '');
export const IntReq = operation('IntReq', 'GET', () => 0);
export const BytesReq = operation('BytesReq', 'GET', () => new Uint8Array());
export const ListReq = operation('ListReq', 'GET', () => []);
export const DictReq = operation('DictReq', 'GET');
export const CreatedReq = operation('CreatedReq');
export const StatusReq = operation('StatusReq');
export const AdminReq = operation('AdminReq', 'GET');
export const Authenticate = operation('Authenticate');
export const Register = operation('Register');
export const AssignRoles = operation('AssignRoles');
export const ActivateCoupon = operation('ActivateCoupon', 'PUT');
export const AddCoupons = operation('AddCoupons');
export const GetCouponsByStatus = operation('GetCouponsByStatus', 'GET');
export const Unknown = operation('Unknown');
