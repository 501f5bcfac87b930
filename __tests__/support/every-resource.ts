/** Lists of rules are attributes that look like blocks: nothing may be missing in them. */
const RULE = {
  cidr_blocks: null,
  description: null,
  ipv6_cidr_blocks: null,
  prefix_list_ids: [],
  security_groups: null,
  self: null,
};

/** Resources with every meta-argument, and blocks of every kind in every spelling. */
export const RESOURCES = {
  terraform_data: {
    imported: {},
    each: { for_each: '${toset(["a b","c"])}', input: "${each.key}" },
    counted: { count: "${var.flag ? 1 : 2}", input: "${count.index}" },
    provisioned: {
      input: null,
      triggers_replace: ["${var.text}", 0, false, null, ""],
      connection: { type: "ssh", host: "example.com", port: 22 },
      provisioner: [
        {
          "local-exec": {
            command: 'echo "$${HOME}" ${self.id}',
            environment: { A_B: "1" },
            on_failure: "continue",
          },
        },
        { "local-exec": [{ when: "destroy", command: "echo 'bye' \\" }] },
        { "remote-exec": { inline: ["a", "b"], connection: { host: "other.example.com" } } },
      ],
      lifecycle: {
        create_before_destroy: true,
        replace_triggered_by: ["aws_sqs_queue.plain", "terraform_data.counted[0].id"],
        precondition: [{ condition: "${var.number < 5}", error_message: 'Too ${"big"}.' }],
        postcondition: { condition: '${self.id != ""}', error_message: "None." },
      },
    },
  },
  aws_sqs_queue: {
    plain: {
      name: "everything",
      visibility_timeout_seconds: 0,
      fifo_queue: false,
      kms_master_key_id: "",
      tags: { 'quote"d': "a\nb\n\nc", ünï: "😀", "a/b": "", "$${k}": "\\" },
      lifecycle: {
        ignore_changes: ["tags", 'tags_all["a b"]', "visibility_timeout_seconds"],
        prevent_destroy: true,
      },
      depends_on: ["data.aws_caller_identity.current"],
      timeouts: { create: "5m" },
    },
    frozen: {
      name: "${local.of.for}-frozen",
      provider: "aws.recovery",
      lifecycle: { ignore_changes: "all" },
    },
  },
  aws_s3_bucket: {
    bucket: { bucket: "everything-${data.aws_caller_identity.current.account_id}", force_destroy: false },
  },
  aws_s3_bucket_policy: {
    bucket: { bucket: "${aws_s3_bucket.bucket.id}", policy: "${data.aws_iam_policy_document.policy.json}" },
  },
  aws_iam_role: {
    role: {
      name: "everything",
      assume_role_policy:
        '{"Statement":[{"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"${data.aws_caller_identity.current.account_id}"}},"Effect":"Allow","Principal":{"Service":"ecs.amazonaws.com"}}],"Version":"2012-10-17"}',
      // Not as Terraform would write it: the text stays a text.
      description: '{ "not": "encoded" }',
    },
  },
  aws_security_group: {
    closed: { name: "closed", description: "No rules", ingress: [], egress: [] },
    blocks: {
      name: "blocks",
      ingress: [
        { ...RULE, from_port: 80, to_port: 80, protocol: "tcp", cidr_blocks: ["10.0.0.0/8"] },
        { ...RULE, from_port: 0, to_port: 0, protocol: "-1", self: true, description: "$${q}" },
      ],
      dynamic: {
        egress: {
          for_each: "${[80,443]}",
          iterator: "port",
          content: {
            from_port: "${port.value}",
            to_port: "${port.value}",
            protocol: "tcp",
            cidr_blocks: ["0.0.0.0/0"],
          },
        },
      },
    },
  },
  aws_lb_listener_rule: {
    dynamic: {
      listener_arn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/x/1/2",
      priority: 1,
      action: {
        type: "fixed-response",
        fixed_response: { content_type: "text/plain", message_body: "a\n  b\nc\n", status_code: "200" },
      },
      dynamic: [
        {
          condition: {
            for_each: '${["/a/*","/b/*"]}',
            content: { path_pattern: { values: ["${condition.value}"] } },
          },
        },
        {
          condition: [
            {
              for_each: ["x.example.com"],
              content: [
                {
                  dynamic: { host_header: { for_each: [1], content: { values: ["${condition.value}"] } } },
                },
              ],
            },
          ],
        },
      ],
    },
  },
  aws_wafv2_web_acl: {
    acl: {
      name: "acl",
      scope: "REGIONAL",
      default_action: [{ allow: [{}] }],
      visibility_config: {
        cloudwatch_metrics_enabled: false,
        metric_name: "acl",
        sampled_requests_enabled: true,
      },
      rule: [
        {
          name: "nested",
          priority: 0,
          action: { block: { custom_response: { response_code: 403 } } },
          statement: {
            and_statement: {
              statement: [
                { geo_match_statement: { country_codes: ["DE"] } },
                {
                  not_statement: {
                    statement: {
                      byte_match_statement: {
                        search_string: '${"a\\"b"}',
                        positional_constraint: "CONTAINS",
                        field_to_match: { single_header: { name: "x" } },
                        text_transformation: [{ priority: 0, type: "NONE" }],
                      },
                    },
                  },
                },
              ],
            },
          },
          visibility_config: {
            cloudwatch_metrics_enabled: false,
            metric_name: "n",
            sampled_requests_enabled: false,
          },
        },
      ],
    },
  },
  aws_cloudwatch_dashboard: {
    dashboard: {
      dashboard_name: "everything",
      dashboard_body:
        '{"n":1.5,"nothing":null,"number":"${var.number}","region":"${var.text}","sizes":${jsonencode(var.empty)},"text":"\\u003c\\u0026\\"$${x}\\\\n\\n","widgets":[[],{}]}',
    },
  },
};
