//! The operations that are simulated: one table of names, methods and paths.

use std::fmt;

use axum::routing::MethodFilter;

use crate::sandbox::provider::Endpoint;

/// One operation of LightLayer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// `POST /login`
    Login,
    /// `POST /logout`
    Logout,
    /// `POST /token`
    RefreshToken,
    /// `POST /revoke`
    RevokeToken,
    /// `GET /details`
    ShowDetails,
    /// `PUT /details`
    UpdateDetails,
    /// `GET /logs`
    ListLogs,
    /// `GET /contact`
    ListContacts,
    /// `POST /contact`
    AddContact,
    /// `GET /contact/privileges`
    ListPrivileges,
    /// `GET /contact/{id}`
    ShowContact,
    /// `PUT /contact/{id}`
    EditContact,
    /// `GET /notifications`
    ListNotices,
    /// `GET /notifications/new`
    ListNewNotices,
    /// `PUT /notifications/{id}/ack`
    AcknowledgeNotice,
    /// `GET /statuses`
    ListStatuses,
    /// `PUT /statuses/{id}`, which changes nothing
    ShowStatus,
    /// `GET /balance`
    ShowBalance,
    /// `GET /invoice`
    ListInvoices,
    /// `GET /invoice/{id}`
    ShowInvoice,
    /// `POST /invoice/{id}/credit`
    ApplyCredit,
    /// `GET /payment`
    ListPaymentMethods,
    /// `GET /payment/fees`
    ListPaymentFees,
    /// `GET /tickets`
    ListTickets,
    /// `GET /tickets/{number}`
    ShowTicket,
    /// `POST /tickets`
    OpenTicket,
    /// `POST /tickets/{number}`
    ReplyToTicket,
    /// `PUT /tickets/{number}/open`
    ReopenTicket,
    /// `PUT /tickets/{number}/close`
    CloseTicket,
    /// `GET /ticket/departments`
    ListDepartments,
    /// `GET /ticket/attachment/{file}`
    FetchAttachment,
    /// `GET /certificate`
    ListCertificates,
    /// `GET /certificate/{id}`
    ShowCertificate,
    /// `GET /certificate/{id}/crt`
    DownloadCertificate,
    /// `GET /certificate/order`
    ListCertificatePlans,
    /// `GET /certificate/order/{id}/software`
    ListSoftware,
    /// `POST /certificate/order`
    OrderCertificate,
    /// `GET /service`
    ListServices,
    /// `GET /service/{id}`
    ShowService,
    /// `GET /service/{id}/methods`
    ListMethods,
    /// `GET /service/{id}/upgrade`
    ShowUpgrades,
    /// `POST /service/{id}/upgrade`, which only estimates unless it is told to send
    UpgradeService,
    /// `POST /service/{id}/cancel`
    CancelService,
    /// `GET /service/{id}/label`
    ShowLabel,
    /// `POST /service/{id}/label`
    ChangeLabel,
    /// `GET /service/{id}/vms`
    ListVms,
    /// `GET /service/{id}/vms/{vmid}`
    ShowVm,
    /// `POST /service/{id}/vms`
    CreateVm,
    /// `DELETE /service/{id}/vms/{vmid}`
    DestroyVm,
    /// `PUT /service/{id}/vms/{vmid}`
    ResizeVm,
    /// `POST /service/{id}/vms/{vmid}/start`
    StartVm,
    /// `POST /service/{id}/vms/{vmid}/stop`
    StopVm,
    /// `POST /service/{id}/vms/{vmid}/shutdown`
    ShutDownVm,
    /// `POST /service/{id}/vms/{vmid}/reboot`
    RebootVm,
    /// `POST /service/{id}/vms/{vmid}/reset`
    ResetVm,
    /// `POST /service/{id}/vms/{vmid}/rebuild`
    RebuildVm,
    /// `GET /service/{id}/vms/{vmid}/ips`
    ListAddresses,
    /// `GET /service/{id}/vms/{vmid}/ippool`
    ListPools,
    /// `POST /service/{id}/vms/{vmid}/ippool/{pool}`
    AssignAddress,
    /// `GET /service/{id}/vms/{vmid}/interfaces`
    ListInterfaces,
    /// `GET /service/{id}/vms/{vmid}/interfaces/{iface}`
    ShowInterface,
    /// `PUT /service/{id}/vms/{vmid}/interfaces/{iface}`
    UpdateInterface,
    /// `POST /service/{id}/vms/{vmid}/interfaces`
    AddInterface,
    /// `DELETE /service/{id}/vms/{vmid}/interfaces/{iface}`
    RemoveInterface,
    /// `GET /service/{id}/templates`
    ListTemplates,
    /// `GET /service/{id}/resources`
    ShowResources,
    /// `GET /service/{id}/ip`
    ListServiceAddresses,
    /// `GET /category`
    ListCategories,
    /// `GET /category/{id}/product`
    ListProducts,
    /// `GET /order/{id}`
    ShowProduct,
    /// `POST /order/{id}`
    Order,
    /// `POST /order`
    OrderSeveral,
    /// `POST /quote`, which changes nothing
    Quote,
}

const GET: MethodFilter = MethodFilter::GET;
const POST: MethodFilter = MethodFilter::POST;
const PUT: MethodFilter = MethodFilter::PUT;
const DELETE: MethodFilter = MethodFilter::DELETE;

impl Operation {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 73] = [
        Self::Login,
        Self::Logout,
        Self::RefreshToken,
        Self::RevokeToken,
        Self::ShowDetails,
        Self::UpdateDetails,
        Self::ListLogs,
        Self::ListContacts,
        Self::AddContact,
        Self::ListPrivileges,
        Self::ShowContact,
        Self::EditContact,
        Self::ListNotices,
        Self::ListNewNotices,
        Self::AcknowledgeNotice,
        Self::ListStatuses,
        Self::ShowStatus,
        Self::ShowBalance,
        Self::ListInvoices,
        Self::ShowInvoice,
        Self::ApplyCredit,
        Self::ListPaymentMethods,
        Self::ListPaymentFees,
        Self::ListTickets,
        Self::ShowTicket,
        Self::OpenTicket,
        Self::ReplyToTicket,
        Self::ReopenTicket,
        Self::CloseTicket,
        Self::ListDepartments,
        Self::FetchAttachment,
        Self::ListCertificates,
        Self::ShowCertificate,
        Self::DownloadCertificate,
        Self::ListCertificatePlans,
        Self::ListSoftware,
        Self::OrderCertificate,
        Self::ListServices,
        Self::ShowService,
        Self::ListMethods,
        Self::ShowUpgrades,
        Self::UpgradeService,
        Self::CancelService,
        Self::ShowLabel,
        Self::ChangeLabel,
        Self::ListVms,
        Self::ShowVm,
        Self::CreateVm,
        Self::DestroyVm,
        Self::ResizeVm,
        Self::StartVm,
        Self::StopVm,
        Self::ShutDownVm,
        Self::RebootVm,
        Self::ResetVm,
        Self::RebuildVm,
        Self::ListAddresses,
        Self::ListPools,
        Self::AssignAddress,
        Self::ListInterfaces,
        Self::ShowInterface,
        Self::UpdateInterface,
        Self::AddInterface,
        Self::RemoveInterface,
        Self::ListTemplates,
        Self::ShowResources,
        Self::ListServiceAddresses,
        Self::ListCategories,
        Self::ListProducts,
        Self::ShowProduct,
        Self::Order,
        Self::OrderSeveral,
        Self::Quote,
    ];

    // The router wants parameters in the same place to have the same name, hence `{id}` for a ticket's number.
    const fn row(self) -> (&'static str, MethodFilter, &'static str) {
        match self {
            Self::Login => ("login", POST, "/login"),
            Self::Logout => ("logout", POST, "/logout"),
            Self::RefreshToken => ("refresh-token", POST, "/token"),
            Self::RevokeToken => ("revoke-token", POST, "/revoke"),
            Self::ShowDetails => ("show-details", GET, "/details"),
            Self::UpdateDetails => ("update-details", PUT, "/details"),
            Self::AddContact => ("add-contact", POST, "/contact"),
            Self::EditContact => ("edit-contact", PUT, "/contact/{id}"),
            Self::ListLogs => ("list-logs", GET, "/logs"),
            Self::ListContacts => ("list-contacts", GET, "/contact"),
            Self::ListPrivileges => ("list-privileges", GET, "/contact/privileges"),
            Self::ShowContact => ("show-contact", GET, "/contact/{id}"),
            Self::ListNotices => ("list-notices", GET, "/notifications"),
            Self::ListNewNotices => ("list-new-notices", GET, "/notifications/new"),
            Self::AcknowledgeNotice => ("acknowledge-notice", PUT, "/notifications/{id}/ack"),
            Self::ListStatuses => ("list-statuses", GET, "/statuses"),
            Self::ShowStatus => ("show-status", PUT, "/statuses/{id}"),
            Self::ShowBalance => ("show-balance", GET, "/balance"),
            Self::ListInvoices => ("list-invoices", GET, "/invoice"),
            Self::ShowInvoice => ("show-invoice", GET, "/invoice/{id}"),
            Self::ApplyCredit => ("apply-credit", POST, "/invoice/{id}/credit"),
            Self::ListPaymentMethods => ("list-payment-methods", GET, "/payment"),
            Self::ListPaymentFees => ("list-payment-fees", GET, "/payment/fees"),
            Self::ListTickets => ("list-tickets", GET, "/tickets"),
            Self::ShowTicket => ("show-ticket", GET, "/tickets/{id}"),
            Self::OpenTicket => ("open-ticket", POST, "/tickets"),
            Self::ReplyToTicket => ("reply-to-ticket", POST, "/tickets/{id}"),
            Self::ReopenTicket => ("reopen-ticket", PUT, "/tickets/{id}/open"),
            Self::CloseTicket => ("close-ticket", PUT, "/tickets/{id}/close"),
            Self::ListDepartments => ("list-departments", GET, "/ticket/departments"),
            Self::FetchAttachment => ("fetch-attachment", GET, "/ticket/attachment/{id}"),
            Self::ListCertificates => ("list-certificates", GET, "/certificate"),
            Self::ShowCertificate => ("show-certificate", GET, "/certificate/{id}"),
            Self::DownloadCertificate => ("download-certificate", GET, "/certificate/{id}/crt"),
            Self::ListCertificatePlans => ("list-certificate-plans", GET, "/certificate/order"),
            Self::ListSoftware => ("list-software", GET, "/certificate/order/{id}/software"),
            Self::OrderCertificate => ("order-certificate", POST, "/certificate/order"),
            Self::ListServices => ("list-services", GET, "/service"),
            Self::ShowService => ("show-service", GET, "/service/{id}"),
            Self::ListMethods => ("list-methods", GET, "/service/{id}/methods"),
            Self::ShowUpgrades => ("show-upgrades", GET, "/service/{id}/upgrade"),
            Self::UpgradeService => ("upgrade-service", POST, "/service/{id}/upgrade"),
            Self::CancelService => ("cancel-service", POST, "/service/{id}/cancel"),
            Self::ShowLabel => ("show-label", GET, "/service/{id}/label"),
            Self::ChangeLabel => ("change-label", POST, "/service/{id}/label"),
            Self::ListVms => ("list-vms", GET, "/service/{id}/vms"),
            Self::ShowVm => ("show-vm", GET, "/service/{id}/vms/{vmid}"),
            Self::CreateVm => ("create-vm", POST, "/service/{id}/vms"),
            Self::DestroyVm => ("destroy-vm", DELETE, "/service/{id}/vms/{vmid}"),
            Self::ResizeVm => ("resize-vm", PUT, "/service/{id}/vms/{vmid}"),
            Self::StartVm => ("start-vm", POST, "/service/{id}/vms/{vmid}/start"),
            Self::StopVm => ("stop-vm", POST, "/service/{id}/vms/{vmid}/stop"),
            Self::ShutDownVm => ("shut-down-vm", POST, "/service/{id}/vms/{vmid}/shutdown"),
            Self::RebootVm => ("reboot-vm", POST, "/service/{id}/vms/{vmid}/reboot"),
            Self::ResetVm => ("reset-vm", POST, "/service/{id}/vms/{vmid}/reset"),
            Self::RebuildVm => ("rebuild-vm", POST, "/service/{id}/vms/{vmid}/rebuild"),
            Self::ListAddresses => ("list-addresses", GET, "/service/{id}/vms/{vmid}/ips"),
            Self::ListPools => ("list-pools", GET, "/service/{id}/vms/{vmid}/ippool"),
            Self::AssignAddress => ("assign-address", POST, "/service/{id}/vms/{vmid}/ippool/{pool}"),
            Self::ListInterfaces => ("list-interfaces", GET, "/service/{id}/vms/{vmid}/interfaces"),
            Self::ShowInterface => ("show-interface", GET, "/service/{id}/vms/{vmid}/interfaces/{iface}"),
            Self::UpdateInterface => ("update-interface", PUT, "/service/{id}/vms/{vmid}/interfaces/{iface}"),
            Self::AddInterface => ("add-interface", POST, "/service/{id}/vms/{vmid}/interfaces"),
            Self::RemoveInterface => {
                ("remove-interface", DELETE, "/service/{id}/vms/{vmid}/interfaces/{iface}")
            }
            Self::ListTemplates => ("list-templates", GET, "/service/{id}/templates"),
            Self::ShowResources => ("show-resources", GET, "/service/{id}/resources"),
            Self::ListServiceAddresses => ("list-service-addresses", GET, "/service/{id}/ip"),
            Self::ListCategories => ("list-categories", GET, "/category"),
            Self::ListProducts => ("list-products", GET, "/category/{id}/product"),
            Self::ShowProduct => ("show-product", GET, "/order/{id}"),
            Self::Order => ("order", POST, "/order/{id}"),
            Self::OrderSeveral => ("order-several", POST, "/order"),
            Self::Quote => ("quote", POST, "/quote"),
        }
    }

    /// The name in kebab case, as a panel or a message shows it.
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// The path behind `/api`, with its parameters in braces.
    pub const fn template(self) -> &'static str {
        self.row().2
    }

    /// The operation with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.name() == name)
    }

    /// Whether one must be logged in, or send the password along.
    pub const fn needs_login(self) -> bool {
        !matches!(self, Self::Login | Self::RefreshToken | Self::RevokeToken)
    }

    /// Whether it changes something that a customer sees; the method does not tell.
    pub const fn is_change(self) -> bool {
        matches!(
            self,
            Self::UpdateDetails
                | Self::AddContact
                | Self::EditContact
                | Self::AcknowledgeNotice
                | Self::ApplyCredit
                | Self::OpenTicket
                | Self::ReplyToTicket
                | Self::ReopenTicket
                | Self::CloseTicket
                | Self::StartVm
                | Self::StopVm
                | Self::ShutDownVm
                | Self::RebootVm
                | Self::ResetVm
                | Self::UpgradeService
                | Self::CancelService
                | Self::ChangeLabel
                | Self::CreateVm
                | Self::DestroyVm
                | Self::ResizeVm
                | Self::RebuildVm
                | Self::AssignAddress
                | Self::UpdateInterface
                | Self::AddInterface
                | Self::RemoveInterface
                | Self::OrderCertificate
                | Self::Order
                | Self::OrderSeveral
        )
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl Endpoint for Operation {
    const ALL: &'static [Self] = &Self::ALL;

    fn name(self) -> &'static str {
        self.name()
    }

    fn template(self) -> &'static str {
        self.template()
    }

    fn filter(self) -> MethodFilter {
        self.row().1
    }

    fn has_secret_body(self) -> bool {
        matches!(self, Self::Login | Self::RefreshToken | Self::RevokeToken)
    }
}
