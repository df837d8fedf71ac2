-- What passed these network interfaces between two times, by who talked with whom? Two flow logs of one interface, of any
-- forms, tell the same twice: it counts once.
SELECT
    account, region, vpc_id, interface_id, instance_id, srcaddr, dstaddr, pkt_srcaddr, pkt_dstaddr, flow_direction,
    pkt_src_aws_service, pkt_dst_aws_service, action, log_status, traffic_path, count(*), CAST(SUM(packets) AS BIGINT),
    CAST(SUM(bytes) AS BIGINT), min(start_time), max(end_time)
FROM (
    SELECT
        max(account), max(region), max(vpc_id), interface_id, max(instance_id), srcaddr, dstaddr, packets, bytes, start_time,
        end_time, action, log_status, max(flow_direction), max(pkt_srcaddr), max(pkt_dstaddr), max(pkt_src_aws_service),
        max(pkt_dst_aws_service), max(traffic_path)
    FROM flow_rows
    WHERE /* filter */ TRUE
    GROUP BY
        interface_id, srcaddr, dstaddr, srcport, dstport, protocol, packets, bytes, start_time, end_time, action, log_status
) told (
    account, region, vpc_id, interface_id, instance_id, srcaddr, dstaddr, packets, bytes, start_time, end_time, action,
    log_status, flow_direction, pkt_srcaddr, pkt_dstaddr, pkt_src_aws_service, pkt_dst_aws_service, traffic_path
)
GROUP BY
    account, region, vpc_id, interface_id, instance_id, srcaddr, dstaddr, pkt_srcaddr, pkt_dstaddr, flow_direction,
    pkt_src_aws_service, pkt_dst_aws_service, action, log_status, traffic_path
ORDER BY
    interface_id, account, region, vpc_id, instance_id, srcaddr, dstaddr, pkt_srcaddr, pkt_dstaddr, flow_direction,
    pkt_src_aws_service, pkt_dst_aws_service, action, log_status, traffic_path
